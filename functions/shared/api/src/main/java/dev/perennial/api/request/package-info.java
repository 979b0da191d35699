/**
 * Reading requests: JSON bodies, fields, page limits and cursors, each with the error that names
 * the field.
 */
@NullMarked
package dev.perennial.api.request;

import org.jspecify.annotations.NullMarked;
