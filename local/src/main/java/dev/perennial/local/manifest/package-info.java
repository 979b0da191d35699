/**
 * Reads the shipped YAML of {@code knative/} and {@code eventing/} strictly: each record declares
 * exactly the fields that are implemented on one machine, and any other field is refused with its
 * file and path. What is read therefore behaves as on a cluster, or does not start at all.
 *
 * <p>{@code XxxResource} has the fields of a kind's YAML; the public records are what the platform
 * works with.
 */
@NullMarked
package dev.perennial.local.manifest;

import org.jspecify.annotations.NullMarked;
