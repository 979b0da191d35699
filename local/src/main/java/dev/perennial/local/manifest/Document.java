package dev.perennial.local.manifest;

/** A resource and the file it was read from, as {@code folder/file.yaml}. */
record Document(String file, Kind kind, Resource resource) {}
