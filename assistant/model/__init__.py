"""The project's words as frozen typed values, in three groups.

``entries``: what the knowledge folder says. ``observed``: what a text shows.
``diagnosis``: what is concluded. They are msgspec Structs rather than dataclasses:
the same definitions then validate YAML, encode the compiled knowledge and print
the JSON contract, and defining one costs a tenth of a dataclass at start-up.
"""
