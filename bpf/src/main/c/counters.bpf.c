// SPDX-License-Identifier: (GPL-2.0-only OR Apache-2.0)
/*
 * Perf events of every process, and how long it ran beside a busy sibling: the
 * other hardware thread of its core. Loaded only where counters are wanted: this
 * is the one program that sits on the scheduler's path.
 *
 * switched: what the CPU's events went on by since the last switch belongs to
 *           the task that leaves.
 * flush:    the same for the task that runs; called by the agent on each CPU.
 */
#include "kernel.h"
#include "counters.h"

#define MOST_PROCESSES 8192

#define READ_ONCE(x) (*(volatile typeof(x) *)&(x))
#define WRITE_ONCE(x, value) (*(volatile typeof(x) *)&(x) = (value))

const volatile struct settings settings = {};

/* Event × number of CPUs + CPU. */
struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} perf_events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MOST_PROCESSES);
	__type(key, struct process_key);
	__type(value, struct counted);
} processes SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct cpu_state);
} cpu_states SEC(".maps");

/* By CPU. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct cpu_busy);
} busy_times SEC(".maps");

/* By CPU: the other hardware thread of its core, or itself where it has none. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} siblings SEC(".maps");

/* What went on since last; nothing where there is nothing to compare with. */
static __always_inline void step(struct event_value *last, struct bpf_perf_event_value *now,
				 struct counted *since, int event)
{
	__u64 enabled = now->enabled - last->enabled;
	__u64 running = now->running - last->running;

	/* The first reading, or the event was opened again. */
	if (last->enabled != 0 && now->counter >= last->counter && now->enabled >= last->enabled) {
		since->counts[event] = now->counter - last->counter;
		since->unseen_ns[event] = enabled > running ? enabled - running : 0;
		if (event == 0)
			since->ran_ns = enabled;
	}
	last->counter = now->counter;
	last->enabled = now->enabled;
	last->running = now->running;
}

static __always_inline void read_events(struct cpu_state *state, struct counted *since)
{
	__u32 cpu = bpf_get_smp_processor_id();

	for (int event = 0; event < MOST_EVENTS; event++) {
		struct bpf_perf_event_value now = {};

		if (event >= settings.events)
			break;
		if (bpf_perf_event_read_value(&perf_events, event * settings.cpus + cpu, &now,
					      sizeof(now)))
			state->unread++;
		else
			step(&state->last[event], &now, since, event);
	}
}

/*
 * Moves a CPU's busy time on to now; answers for how long the task that ran had
 * run. since_ns is 0 while ns changes: whoever reads in between sees too little,
 * which the next reading makes good, and never too much.
 */
static __always_inline __u64 go_on(struct cpu_busy *busy, __u64 now, int runs)
{
	__u64 ran = busy->since_ns && now > busy->since_ns ? now - busy->since_ns : 0;

	WRITE_ONCE(busy->since_ns, 0);
	WRITE_ONCE(busy->ns, busy->ns + ran);
	if (runs)
		WRITE_ONCE(busy->since_ns, now);
	return ran;
}

/* ns is read first: see go_on. */
static __always_inline __u64 busy_ns(struct cpu_busy *busy, __u64 now)
{
	__u64 ns = READ_ONCE(busy->ns);
	__u64 since_ns = READ_ONCE(busy->since_ns);

	return since_ns && now > since_ns ? ns + now - since_ns : ns;
}

/* Of the time that a task ran, that in which somebody ran beside it; ran: all of it. */
static __always_inline __u64 sibling_time(struct cpu_state *state, int runs, __u64 *ran)
{
	__u32 cpu = bpf_get_smp_processor_id();
	struct cpu_busy *own = bpf_map_lookup_elem(&busy_times, &cpu);
	__u32 *sibling = bpf_map_lookup_elem(&siblings, &cpu);
	__u64 now = bpf_ktime_get_ns();
	struct cpu_busy *other;
	__u64 total, beside;

	if (!own || !sibling)
		return 0;
	*ran = go_on(own, now, runs);
	if (*sibling == cpu)
		return 0;
	other = bpf_map_lookup_elem(&busy_times, sibling);
	if (!other)
		return 0;
	total = busy_ns(other, now);
	if (total <= state->last_sibling_ns)
		return 0;
	beside = total - state->last_sibling_ns;
	state->last_sibling_ns = total;
	return beside < *ran ? beside : *ran;
}

static __always_inline struct counted *process(struct task_struct *task)
{
	struct task_struct *leader = task->group_leader;
	struct counted nothing = {};
	struct process_key key = {};
	struct counted *found;

	key.tgid = task->tgid;
	/* The leader of a thread that ends may be gone itself. */
	if (task->pid == key.tgid || leader->pid != key.tgid)
		leader = task;
	key.start_boottime_ns = leader->start_boottime;
	found = bpf_map_lookup_elem(&processes, &key);
	if (found)
		return found;
	bpf_map_update_elem(&processes, &key, &nothing, BPF_NOEXIST);
	return bpf_map_lookup_elem(&processes, &key);
}

/* runs: whether somebody runs on. */
static __always_inline void book(struct cpu_state *state, struct task_struct *task, int runs)
{
	struct counted since = {};
	struct counted *sums;
	__u32 counts = settings.events + settings.sibling_time;
	__u64 ran = 0;

	read_events(state, &since);
	if (settings.sibling_time && settings.events < MOST_COUNTS) {
		since.counts[settings.events] = sibling_time(state, runs, &ran);
		/* Where there are events they say themselves how long they were asked for. */
		if (!settings.events)
			since.ran_ns = ran;
	}
	state->busy = runs;
	if (task->pid == 0)
		return;
	sums = process(task);
	if (sums)
		__sync_fetch_and_add(&sums->ran_ns, since.ran_ns);
	for (int event = 0; event < MOST_COUNTS; event++) {
		if (event >= counts)
			break;
		if (!sums) {
			state->lost[event] += since.counts[event];
			continue;
		}
		__sync_fetch_and_add(&sums->counts[event], since.counts[event]);
		/* Rare: more events are wanted than the PMU has counters. */
		if (since.unseen_ns[event])
			__sync_fetch_and_add(&sums->unseen_ns[event], since.unseen_ns[event]);
	}
}

static __always_inline struct cpu_state *cpu_state(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&cpu_states, &zero);
}

SEC("tp_btf/sched_switch")
int BPF_PROG(switched, int preempt, struct task_struct *prev, struct task_struct *next)
{
	struct cpu_state *state = cpu_state();

	if (state)
		book(state, prev, next->pid != 0);
	return 0;
}

SEC("raw_tp")
int flush(void *ctx)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct cpu_state *state = cpu_state();

	if (state)
		book(state, task, task->pid != 0);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
