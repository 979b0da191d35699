package dev.perennial.local.manifest;

/** A resource and where it was read, as {@code folder/file.yaml}. */
record Document(String file, Kind kind, Resource resource) {}
