/* SPDX-License-Identifier: (GPL-2.0-only OR Apache-2.0) */
/*
 * What crosses the border between the kernel and the agent. The agent's twin
 * is io.keplerotel.agent.usage.bpf.Records; its test holds the two together.
 */
#ifndef KEPLER_CPU_TIME_H
#define KEPLER_CPU_TIME_H

#include <linux/types.h>

#define COMM_LEN 16
#define PATH_LEN 512

/* cgroup v1 controllers, in the order the agent names them. */
enum legacy_controller {
	LEGACY_NONE,
	LEGACY_CPUACCT,
	LEGACY_CPU,
	LEGACY_MEMORY,
	LEGACY_PIDS,
};

/* Set by the agent before load; the only thing in .rodata. */
struct settings {
	__u64 since_boottime_ns;
	__u32 legacy_controller;
	__s32 legacy_hierarchy;
};

enum record_kind {
	RECORD_RAN = 1,
	RECORD_GONE = 2,
	RECORD_CGROUP = 3,
};

#define TASK_KTHREAD 1
#define TASK_LEADER 2

/* On-CPU time of one task since it was last reported. */
struct task_record {
	__u32 kind;
	__u32 flags;
	__u64 unified_id;
	__u64 legacy_id;
	__u64 cpu_ns;
	__u64 start_boottime_ns;
	__s32 tgid;
	__s32 tid;
	char comm[COMM_LEN];
};

/* A cgroup was made. */
struct cgroup_record {
	__u32 kind;
	__s32 hierarchy;
	__u64 id;
	char path[PATH_LEN];
};

/* What could not be handed over, per CPU. */
struct lost {
	__u64 records;
	__u64 cpu_ns;
	__u64 cgroups;
};

#endif
