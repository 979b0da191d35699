/** Makes the OCI images of the functions, without a container engine and without a registry. */
@NullMarked
package dev.perennial.images;

import org.jspecify.annotations.NullMarked;
