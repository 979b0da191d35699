/** Many task operations in one request, each with its own transaction and idempotency key. */
@NullMarked
package dev.perennial.taskapi.batch;

import org.jspecify.annotations.NullMarked;
