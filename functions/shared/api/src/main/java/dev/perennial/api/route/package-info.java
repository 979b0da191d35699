/** Which path and method reaches which endpoint, for which user, at which rate. */
@NullMarked
package dev.perennial.api.route;

import org.jspecify.annotations.NullMarked;
