/**
 * The shipped YAML of {@code knative/} and {@code eventing/}, read strictly: each record declares
 * exactly the fields that this machine obeys, and every other one is refused by file, path and
 * name. What is read here therefore behaves as it does on a cluster, or is not started at all.
 *
 * <p>{@code XxxResource} is the shape of a kind's YAML; the public records are what the platform
 * works with.
 */
@NullMarked
package dev.perennial.local.manifest;

import org.jspecify.annotations.NullMarked;
