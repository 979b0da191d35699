/**
 * Readers of the JSON fields of tasks. Every violation of a request is collected and reported with
 * a JSON pointer.
 */
@NullMarked
package dev.perennial.taskapi.fields;

import org.jspecify.annotations.NullMarked;
