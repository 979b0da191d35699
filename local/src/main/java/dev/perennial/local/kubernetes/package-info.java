/**
 * As much of the Kubernetes API as the functions use: the PingSources, who may see and patch them,
 * and answers in the API server's shape.
 */
@NullMarked
package dev.perennial.local.kubernetes;

import org.jspecify.annotations.NullMarked;
