/* SPDX-License-Identifier: (GPL-2.0-only OR Apache-2.0) */
/*
 * The few kernel types that the programs read, relocated at load time by BTF
 * (CO-RE): offsets come from the running kernel, never from this file.
 * Differences between kernels are handled here and nowhere else.
 */
#ifndef KEPLER_KERNEL_H
#define KEPLER_KERNEL_H

#include <linux/bpf.h>
#include <linux/types.h>

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

#define PF_KTHREAD 0x00200000

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

/* A plain u64 since Linux 5.5, github.com/torvalds/linux/commit/67c0496e87d1. */
struct kernfs_node {
	__u64 id;
};

struct cgroup_root {
	int hierarchy_id;
};

struct cgroup {
	struct kernfs_node *kn;
	struct cgroup_root *root;
};

struct cgroup_subsys_state {
	struct cgroup *cgroup;
};

struct css_set {
	struct cgroup_subsys_state *subsys[1];
	struct cgroup *dfl_cgrp;
};

struct sched_entity {
	__u64 sum_exec_runtime;
};

struct task_struct {
	unsigned int flags;
	struct sched_entity se;
	int pid;
	int tgid;
	struct task_struct *group_leader;
	/* real_start_time before Linux 5.5, /commit/cf25e24db61c. */
	__u64 start_boottime;
	char comm[16];
	struct css_set *cgroups;
};

struct bpf_iter_meta {
	struct seq_file *seq;
};

struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
};

#pragma clang attribute pop

/* Positions differ with each kernel's configuration; the values are relocated. */
enum cgroup_subsys_id {
	cpu_cgrp_id,
	cpuacct_cgrp_id,
	memory_cgrp_id,
	pids_cgrp_id,
};

#endif
