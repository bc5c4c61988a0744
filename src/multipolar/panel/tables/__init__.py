"""The tables of a release as they are declared, by subject; `panel.schema` has them all."""
