/**
 * The part of the Kubernetes API that the functions use: reading and patching PingSources, with
 * RBAC and the API server's responses.
 */
@NullMarked
package dev.perennial.local.kubernetes;

import org.jspecify.annotations.NullMarked;
