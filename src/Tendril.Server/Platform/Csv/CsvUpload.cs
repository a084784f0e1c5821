using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using Tendril.Domain;

namespace Tendril.Server.Platform.Csv;

/// <summary>Takes the text of an uploaded table out of a request.</summary>
public static class CsvUpload
{
    /// <summary>Largest file; other routes take far less.</summary>
    public const int MaxBytes = 10_000_000;

    private static readonly string[] PlainTypes =
        ["text/csv", "text/plain", "application/csv", "application/vnd.ms-excel", "application/octet-stream"];

    // Multipart puts some lines around the file.
    private const int MaxBodyBytes = MaxBytes + 4096;

    /// <summary>Lets the route take a file, sent as a form or as plain CSV.</summary>
    public static RouteHandlerBuilder TakesCsv(this RouteHandlerBuilder route) => route
        .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
        // Told to OpenAPI only: as a condition of the route it would answer before the permission was asked for.
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Bodies() };
            return Task.CompletedTask;
        });

    /// <summary>The text, whatever of the two ways it came.</summary>
    public static async Task<Result<string>> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        if (request.HasFormContentType)
        {
            if ((await FormAsync(request, cancel)).Refused(out var broken, out var form)) return broken;
            if (form.Files.Count == 0) return NoFile();
            await form.Files[0].CopyToAsync(bytes, cancel);
        }
        else if (PlainTypes.Contains(request.ContentType?.Split(';')[0].Trim() ?? "", StringComparer.OrdinalIgnoreCase))
        {
            await request.Body.CopyToAsync(bytes, cancel);
        }

        return bytes.Length == 0 ? NoFile() : Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>UTF-8, with or without its mark, or UTF-16 with it; anything else would garble names.</summary>
    public static Result<string> Decode(ReadOnlySpan<byte> bytes)
    {
        Encoding encoding = bytes switch
        {
            [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
            [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
            _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
        };
        if (bytes.StartsWith(encoding.Preamble)) bytes = bytes[encoding.Preamble.Length..];
        try
        {
            var text = encoding.GetString(bytes);
            return text.Contains('\0') ? NotText() : text;
        }
        catch (DecoderFallbackException)
        {
            return NotText();
        }
    }

    // A form that is too large is a BadHttpRequestException, which has its own answer.
    private static async Task<Result<IFormCollection>> FormAsync(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            return Result<IFormCollection>.Of(await request.ReadFormAsync(cancel));
        }
        catch (Exception broken) when (broken is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            return CsvProblems.BrokenForm.Refuse(
                "The form was cut off or has no boundary", "file", kind: ProblemKind.Unreadable);
        }
    }

    private static Dictionary<string, OpenApiMediaType> Bodies()
    {
        var file = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
        var form = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) { ["file"] = file },
        };
        return new(StringComparer.Ordinal)
        {
            ["text/csv"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
            ["multipart/form-data"] = new OpenApiMediaType { Schema = form },
        };
    }

    private static Problem NoFile() =>
        CsvProblems.NoFile.Refuse("No file was sent", "file", kind: ProblemKind.Unreadable);

    private static Problem NotText() =>
        CsvProblems.NotText.Refuse("The file is not UTF-8 text", "file", kind: ProblemKind.Unreadable);
}
