/* SPDX-License-Identifier: (GPL-2.0-only OR Apache-2.0) */
/*
 * What crosses the border between the kernel and the agent. The agent's twin
 * is io.keplerotel.agent.usage.counters; its tests hold the two together.
 */
#ifndef KEPLER_COUNTERS_H
#define KEPLER_COUNTERS_H

#include <linux/types.h>

/* Of a PMU or of the kernel. */
#define MOST_EVENTS 5
/* With sibling time, which stands behind the events. */
#define MOST_COUNTS (MOST_EVENTS + 1)

/* Set by the agent before load; the only thing in .rodata. */
struct settings {
	__u32 cpus;
	__u32 events;
	/* 1: the time beside a busy sibling counts too. */
	__u32 sibling_time;
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
	__u64 counts[MOST_COUNTS];
	__u64 unseen_ns[MOST_COUNTS];
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
	__u64 lost[MOST_COUNTS];
	/* Up to where it is booked. */
	struct event_value last[MOST_EVENTS];
	__u64 last_sibling_ns;
};

/* How long somebody ran on a CPU; its sibling reads it. */
struct cpu_busy {
	/* Up to since_ns. */
	__u64 ns;
	/* 0: nobody runs. */
	__u64 since_ns;
};

#endif
