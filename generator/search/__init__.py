"""The search room: one Lunr index for both scripts, cut into small segments."""
