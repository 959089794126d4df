//! The tasks of lowering that are put off, because they are nested too deeply for the stack, and the bounds on what
//! `allOf`s and unions repeat.

use std::collections::VecDeque;

use super::{
    schema_view::SchemaView,
    schemas::SchemaLowering,
    versions::{self, Merge},
};
use crate::api::SchemaId;

/// The depth of nested schemas below which the content of a schema is lowered later.
const MAX_DEPTH: usize = 64;
/// The number of properties and members that the `allOf`s of a description may repeat, and the number of members of its
/// unions.
const MAX_REPEATED: usize = 50_000;
/// The number of those that may be repeated in addition for each schema of the description, on average.
const MAX_REPEATED_PER_SCHEMA: usize = 50;

/// A schema that has an id and is yet to be lowered.
pub(super) enum Task<'a> {
    /// A schema of the description.
    Fill(SchemaId, SchemaView<'a>),
    /// A merge of several schemas.
    Merge(Merge<'a>),
}

/// The state of the tasks.
#[derive(Default)]
pub(super) struct Tasks<'a> {
    /// The number of schemas around the current one.
    depth: usize,
    later: VecDeque<Task<'a>>,
    /// The number of properties and members that `allOf`s repeat so far.
    repeated: usize,
    /// The number of members of unions so far. A union counts each time that it is lowered.
    members: usize,
}

impl<'a> SchemaLowering<'a, '_> {
    /// Runs a task: now, or when the outermost schema is lowered if it is nested too deeply.
    pub(super) fn now_or_later(&mut self, task: Task<'a>) {
        if self.tasks.depth >= MAX_DEPTH {
            if let Task::Fill(id, view) = &task {
                self.describe(*id, view);
            }
            self.tasks.later.push_back(task);
            return;
        }
        self.nested(|schemas| schemas.run(task));
        if self.tasks.depth == 0 {
            while let Some(task) = self.tasks.later.pop_front() {
                self.nested(|schemas| schemas.run(task));
            }
        }
    }

    /// Calls `lower` for what is in the current schema.
    pub(super) fn nested<T>(&mut self, lower: impl FnOnce(&mut Self) -> T) -> T {
        self.tasks.depth += 1;
        let lowered = lower(self);
        self.tasks.depth -= 1;
        lowered
    }

    fn run(&mut self, task: Task<'a>) {
        match task {
            Task::Fill(id, view) => self.fill_with(id, &view),
            Task::Merge(merge) => versions::fill(self, merge),
        }
    }

    /// Counts properties and members that an `allOf` repeats. Returns `false` if a description repeats so many that
    /// they outgrow it: each of its schemas may repeat all others.
    pub(super) fn may_repeat(&mut self, count: usize) -> bool {
        let max = self.max_repeated();
        add(&mut self.tasks.repeated, count, max)
    }

    /// Counts the members of a union. Returns `false` if there are so many that unions contain themselves.
    pub(super) fn may_have_members(&mut self, count: usize) -> bool {
        let max = self.max_repeated();
        add(&mut self.tasks.members, count, max)
    }

    /// Returns the number of properties and members that `allOf`s may still repeat.
    pub(super) fn left_to_repeat(&self) -> usize {
        self.max_repeated().saturating_sub(self.tasks.repeated)
    }

    fn max_repeated(&self) -> usize {
        let in_addition = self.described().saturating_mul(MAX_REPEATED_PER_SCHEMA);
        in_addition.saturating_add(MAX_REPEATED)
    }
}

/// Adds to a sum. Returns `false` if it is more than `max`.
fn add(sum: &mut usize, count: usize, max: usize) -> bool {
    *sum = sum.saturating_add(count);
    *sum <= max
}
