//! Groups: [members](member) and [messages](message), who may not [talk](mute) or [come in](ban), [attributes](attribute)
//! and [counters](counter); and of the groups themselves:

pub mod attribute;
pub mod ban;
pub mod counter;
mod field;
mod life;
mod list;
pub mod member;
pub mod message;
pub mod mute;
mod profile;

pub use field::{ApplyJoinOption, GroupType, InviteJoinOption, MsgFlag, Pair, Priority, Role, Switch};
pub use life::{ChangeOwner, Create, CreateResponse, Destroy, FirstMember, Import, ImportResponse};
pub use list::{
    GroupRef, Joined, JoinedFilter, List, ListJoined, ListJoinedResponse, ListResponse, Membership,
};
pub use profile::{Filter, Get, GetResponse, Info, Modify};
