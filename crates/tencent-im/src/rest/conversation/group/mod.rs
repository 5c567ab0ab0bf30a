//! Conversation groups: a user's conversations sorted under names.

mod change;
mod read;

pub use change::{
    Change, ContactChange, ContactResult, Create, CreateResponse, CreateResult, Delete, DeleteResponse,
    GroupRef, NewGroup, Update, UpdateResponse, UpdateResult,
};
pub use read::{List, ListResponse, MarkedContact, Search, SearchResponse};
