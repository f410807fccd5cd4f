"""One module a command of `nearhand`; each shows its click command under the name `command`."""
