/** What functions with an API read of the schemas of others: the spending limit of a person. */
@NullMarked
package dev.perennial.api.store;

import org.jspecify.annotations.NullMarked;
