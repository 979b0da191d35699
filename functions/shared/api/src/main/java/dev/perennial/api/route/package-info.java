/** Routes from paths and methods to endpoints, with authentication and rate limit. */
@NullMarked
package dev.perennial.api.route;

import org.jspecify.annotations.NullMarked;
