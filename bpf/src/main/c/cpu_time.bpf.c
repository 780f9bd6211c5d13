// SPDX-License-Identifier: (GPL-2.0-only OR Apache-2.0)
/*
 * CPU time of every task, without a hook on the scheduler's path.
 *
 * walk: once a tick the agent reads the iterator; each task that ran since the
 *       last walk writes one record, all others nothing.
 * gone: a task that is freed hands over what it used since its last walk.
 * made: a new cgroup tells its id and path, so that nobody has to search.
 */
#include "kernel.h"
#include "cpu_time.h"

#define RING_BYTES (1024 * 1024)

const volatile struct settings settings = {};

/* The task's sum_exec_runtime as last reported. */
struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} reported SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, RING_BYTES);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct lost);
} losses SEC(".maps");

static __always_inline struct lost *lost(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&losses, &zero);
}

static __always_inline int legacy_subsys(void)
{
	switch (settings.legacy_controller) {
	case LEGACY_CPUACCT:
		if (bpf_core_enum_value_exists(enum cgroup_subsys_id, cpuacct_cgrp_id))
			return bpf_core_enum_value(enum cgroup_subsys_id, cpuacct_cgrp_id);
		return -1;
	case LEGACY_CPU:
		if (bpf_core_enum_value_exists(enum cgroup_subsys_id, cpu_cgrp_id))
			return bpf_core_enum_value(enum cgroup_subsys_id, cpu_cgrp_id);
		return -1;
	case LEGACY_MEMORY:
		if (bpf_core_enum_value_exists(enum cgroup_subsys_id, memory_cgrp_id))
			return bpf_core_enum_value(enum cgroup_subsys_id, memory_cgrp_id);
		return -1;
	case LEGACY_PIDS:
		if (bpf_core_enum_value_exists(enum cgroup_subsys_id, pids_cgrp_id))
			return bpf_core_enum_value(enum cgroup_subsys_id, pids_cgrp_id);
		return -1;
	default:
		return -1;
	}
}

/* Plain loads through BTF pointers: the verifier knows them, so no helper is called. */
static __always_inline __u64 legacy_id(struct css_set *cgroups)
{
	struct cgroup_subsys_state *css = NULL;
	int subsys = legacy_subsys();

	if (subsys < 0)
		return 0;
	bpf_probe_read_kernel(&css, sizeof(css), (void *)&cgroups->subsys + subsys * sizeof(css));
	return BPF_CORE_READ(css, cgroup, kn, id);
}

/*
 * A task without storage that is older than the agent has used its CPU time
 * before anybody measured: its sum is a baseline, not usage.
 */
static __always_inline __u64 unreported(struct task_struct *task, __u64 *before, __u64 total)
{
	if (before)
		return total - *before;
	if (task->start_boottime < settings.since_boottime_ns)
		return 0;
	return total;
}

static __always_inline void fill(struct task_record *record, struct task_struct *task, __u32 kind,
				 __u64 cpu_ns)
{
	struct task_struct *leader = task->group_leader;
	struct css_set *cgroups = task->cgroups;
	int tgid = task->tgid;

	/* The leader of a thread that is being freed may be gone itself. */
	if (task->pid == tgid || leader->pid != tgid)
		leader = task;
	record->kind = kind;
	record->flags =
	    (task->flags & PF_KTHREAD ? TASK_KTHREAD : 0) | (task->pid == tgid ? TASK_LEADER : 0);
	record->unified_id = cgroups->dfl_cgrp->kn->id;
	record->legacy_id = legacy_id(cgroups);
	record->cpu_ns = cpu_ns;
	record->start_boottime_ns = leader->start_boottime;
	record->tgid = tgid;
	record->tid = task->pid;
	bpf_probe_read_kernel(record->comm, COMM_LEN, &leader->comm);
}

SEC("iter/task")
int walk(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;
	struct task_record record = {};
	__u64 total, cpu_ns;
	__u64 *before;

	if (!task)
		return 0;
	total = task->se.sum_exec_runtime;
	before = bpf_task_storage_get(&reported, task, NULL, 0);
	cpu_ns = unreported(task, before, total);
	if (before && cpu_ns == 0)
		return 0;
	if (!before) {
		before =
		    bpf_task_storage_get(&reported, task, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);
		/* No memory now: nothing is reported, so nothing is lost either. */
		if (!before)
			return 0;
		*before = total - cpu_ns;
	}
	if (cpu_ns == 0)
		return 0;
	fill(&record, task, RECORD_RAN, cpu_ns);
	/* A full buffer: the kernel shows this task again at the next read. */
	if (bpf_seq_write(ctx->meta->seq, &record, sizeof(record)))
		return 0;
	*before = total;
	return 0;
}

SEC("tp_btf/sched_process_free")
int BPF_PROG(gone, struct task_struct *task)
{
	__u64 *before = bpf_task_storage_get(&reported, task, NULL, 0);
	__u64 total = task->se.sum_exec_runtime;
	__u64 cpu_ns = unreported(task, before, total);
	struct task_record *record;
	struct lost *missing;

	if (cpu_ns == 0 && task->pid != task->tgid)
		return 0;
	/* A walk may hold this task right now; it must find nothing left. */
	if (before)
		*before = total;
	record = bpf_ringbuf_reserve(&events, sizeof(*record), 0);
	if (!record) {
		missing = lost();
		if (missing) {
			missing->records++;
			missing->cpu_ns += cpu_ns;
		}
		return 0;
	}
	fill(record, task, RECORD_GONE, cpu_ns);
	bpf_ringbuf_submit(record, BPF_RB_NO_WAKEUP);
	return 0;
}

SEC("tp_btf/cgroup_mkdir")
int BPF_PROG(made, struct cgroup *cgroup, const char *path)
{
	int hierarchy = cgroup->root->hierarchy_id;
	struct cgroup_record *record;
	struct lost *missing;

	if (hierarchy != 0 && hierarchy != settings.legacy_hierarchy)
		return 0;
	record = bpf_ringbuf_reserve(&events, sizeof(*record), 0);
	if (!record) {
		missing = lost();
		if (missing)
			missing->cgroups++;
		return 0;
	}
	record->kind = RECORD_CGROUP;
	record->hierarchy = hierarchy;
	record->id = cgroup->kn->id;
	bpf_probe_read_kernel_str(record->path, PATH_LEN, path);
	bpf_ringbuf_submit(record, BPF_RB_NO_WAKEUP);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
