//! The handlers of a resource's operations.

use std::{fmt, marker::PhantomData};

use super::mock::MockClient;

/// The operations of the resource `R`, as a [`MockClient`] handles them.
///
/// It has a method for each operation, with the same name as the method of `R`, which sets the handler of its calls.
pub struct MockResource<'a, R> {
    pub(crate) mock: &'a MockClient,
    resource: PhantomData<fn() -> R>,
}

/// Returns the resource `R` of a mock.
#[must_use]
pub fn resource<R>(mock: &MockClient) -> MockResource<'_, R> {
    MockResource { mock, resource: PhantomData }
}

impl<R> Clone for MockResource<'_, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for MockResource<'_, R> {}

impl<R> fmt::Debug for MockResource<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MockResource").field(self.mock).finish()
    }
}
