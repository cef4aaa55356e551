"""${{ values.name }}: takes readings of sensors and says what they amount to."""
