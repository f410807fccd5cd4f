"""Who carries messages: to files, to the terminal, by SMTP, by SMS over HTTP."""
