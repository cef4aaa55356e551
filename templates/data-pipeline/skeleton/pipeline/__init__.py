"""${{ values.name }}: reads shipments, checks them, and keeps them with what they amount to."""
