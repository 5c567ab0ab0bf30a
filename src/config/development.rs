//! The secret of development mode, a part of its callback URL: no page in a browser and no proxy that passes on what
//! strangers send can know it. It is kept in the data folder.

use super::data_dir::{DataDir, Error};
use secrecy::{ExposeSecret as _, SecretString};
use std::fs::{File, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

const FILE: &str = "development-secret";

/// For the owner alone.
const MODE: u32 = 0o600;

/// Hexadecimal digits of a secret.
const LENGTH: usize = 32;

/// The secret of an open data folder; made where there is none yet.
pub fn secret(data: &DataDir) -> Result<SecretString, Error> {
    let path = data.path().join(FILE);
    let unusable = |source| Error::Unusable { path: path.clone(), source };
    if let Some(secret) = secret_in(data.path())? {
        // A copy may have been given another mode.
        std::fs::set_permissions(&path, Permissions::from_mode(MODE)).map_err(unusable)?;
        return Ok(secret);
    }
    let secret = SecretString::from(uuid::Uuid::new_v4().simple().to_string());
    write(&path, &secret).map_err(unusable)?;
    Ok(secret)
}

/// The secret in the data folder `folder`; `None` while there is none. Nothing is made or changed.
pub fn secret_in(folder: &Path) -> Result<Option<SecretString>, Error> {
    let path = folder.join(FILE);
    let text = match std::fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        read => SecretString::from(read.map_err(|source| Error::Unusable { path: path.clone(), source })?),
    };
    let secret = text.expose_secret().trim();
    if secret.len() != LENGTH || !secret.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(Error::Secret { path });
    }
    Ok(Some(SecretString::from(secret.to_owned())))
}

/// Writes the secret beside `path` first, so that a crash leaves no half of one.
fn write(path: &Path, secret: &SecretString) -> io::Result<()> {
    let beside = path.with_extension("new");
    let mut file = File::options().write(true).create(true).truncate(true).mode(MODE).open(&beside)?;
    writeln!(file, "{}", secret.expose_secret())?;
    file.sync_all()?;
    std::fs::rename(beside, path)
}
