namespace Tendril.Server.Platform.Hosting;

/// <summary>
/// Where the master key comes from: the environment (<c>TENDRIL__MASTERKEY</c>), or a file that only its owner may
/// read, made at the first start. It seals credentials in the database and is not part of it.
/// </summary>
public static class MasterKeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <param name="settings">What the operator set.</param>
    /// <param name="mayCreate">
    /// False when there is a database already: a new key could not open what the lost one sealed.
    /// </param>
    public static MasterKey Load(OperatorSettings settings, bool mayCreate) =>
        MasterKey.Parse(LoadText(settings, mayCreate));

    /// <summary>The key as text, for a backup that is itself encrypted.</summary>
    public static string LoadText(OperatorSettings settings, bool mayCreate)
    {
        if (settings.MasterKey is { } set) return Checked(set, "TENDRIL__MASTERKEY");
        var file = settings.MasterKeyFile;
        if (!File.Exists(file))
        {
            if (!mayCreate)
            {
                throw new OperatorException(
                    $"There is a database, but its master key {file} is missing. Put the key back from where you keep "
                        + "it, "
                    + "or set TENDRIL__MASTERKEY. Without it stored credentials cannot be opened.");
            }

            Create(file, MasterKey.Create());
        }

        return Checked(Read(file), file);
    }

    /// <summary>Writes a key that is not there yet; the first of two processes that try at once wins.</summary>
    public static void Create(string file, string key)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var draft = $"{file}.{Environment.ProcessId}";
        File.Delete(draft);
        using (var stream = new FileStream(draft, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        }))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(key + "\n"));
            stream.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(draft);
        }
    }

    private static string Read(string file)
    {
        try
        {
            var mode = File.GetUnixFileMode(file);
            if ((mode & ~OwnerOnly) != UnixFileMode.None)
                throw new OperatorException($"Others may read the master key {file}. Run: chmod 600 {file}");
            return File.ReadAllText(file);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new OperatorException(
                $"The master key {file} cannot be read by the user \"{Environment.UserName}\". "
                + "Start Tendril as the user who owns the data folder.",
                error);
        }
    }

    private static string Checked(string text, string source)
    {
        try
        {
            MasterKey.Parse(text);
            return text.Trim();
        }
        catch (InvalidOperationException error)
        {
            throw new OperatorException($"{source}: {error.Message}", error);
        }
    }
}
