/** Sends requests that are generated from the OpenAPI document, and broken ones, to the system. */
@org.jspecify.annotations.NullMarked
package dev.perennial.fuzz;
