"""The way out: messages sent by mail and posted to webhooks."""
