"""The doors: sockets in, HTTPS in, events out."""
