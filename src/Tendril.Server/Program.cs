return await Tendril.Server.Platform.CommandLine.TendrilCommand.RunAsync(args);
