"""The widgets, one a file. They draw what they are handed and hold no state of the conversation."""
