/** Lists, their members, and the commands on them. */
@NullMarked
package dev.perennial.tasks.list;

import org.jspecify.annotations.NullMarked;
