/**
 * Hostile inputs for the API, made by hand and generated from a seed, and what must become of them.
 */
@org.jspecify.annotations.NullMarked
package dev.perennial.taskapi.corpus;
