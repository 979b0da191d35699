/** What an endpoint answers. */
@NullMarked
package dev.perennial.api.response;

import org.jspecify.annotations.NullMarked;
