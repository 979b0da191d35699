/** The job that the bench compares with other stacks: one ledger entry and one insert an event. */
@NullMarked
package dev.perennial.smalljob;

import org.jspecify.annotations.NullMarked;
