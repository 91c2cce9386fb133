"""What has happened: event classes, the envelope and the log's exact bytes."""
