/* SPDX-License-Identifier: (GPL-2.0-only OR Apache-2.0) */
/*
 * What crosses the border between the kernel and the agent. The agent's twin
 * is io.keplerotel.agent.usage.counters; its tests hold the two together.
 */
#ifndef KEPLER_COUNTERS_H
#define KEPLER_COUNTERS_H

#include <linux/types.h>

#define MOST_EVENTS 4

/* Set by the agent before load; the only thing in .rodata. */
struct settings {
	__u32 cpus;
	__u32 events;
};

struct process_key {
	__s32 tgid;
	__u32 zero;
	__u64 start_boottime_ns;
};

/*
 * All that was counted while a process ran. An event that shares the PMU with
 * others is not on it all the time: so long it did not count.
 */
struct counted {
	__u64 ran_ns;
	__u64 counts[MOST_EVENTS];
	__u64 unseen_ns[MOST_EVENTS];
};

struct event_value {
	__u64 counter;
	__u64 enabled;
	__u64 running;
};

/* One for each CPU; the agent reads all but the last part. */
struct cpu_state {
	/* Whether somebody runs there. */
	__u64 busy;
	/* How often an event could not be read. */
	__u64 unread;
	/* Counts for which the table had no place. */
	__u64 lost[MOST_EVENTS];
	/* Up to where it is booked. */
	struct event_value last[MOST_EVENTS];
};

#endif
