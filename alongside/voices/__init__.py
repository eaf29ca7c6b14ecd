"""Other people's voices: a pair asks, hears, decides with reasons, and tells everybody what happened."""
