//! What the operating system knows of a file: who holds a lock on it, and on what kind of file system it lies.
//!
//! Read from `/proc`, which never goes stale as a file of our own could. Elsewhere nobody is named.

use std::fs;
use std::path::{Path, PathBuf};

use crate::log::LogError;

/// File systems on which locks do not reach other machines, or mapped memory is not shared between them.
const NETWORK: &[&str] = &[
    "9p",
    "afs",
    "ceph",
    "cifs",
    "fuse.glusterfs",
    "fuse.rclone",
    "fuse.s3fs",
    "fuse.sshfs",
    "glusterfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "smb3",
    "smbfs",
];

/// Bytes of a `-shm` file that the writer and the checkpointer of a WAL database lock.
const WAL_LOCKS: std::ops::RangeInclusive<u64> = 120..=121;

/// Who holds the write lock of the database: process id and command, or `another process`.
pub(super) fn of(database: &Path) -> String {
    held(database).unwrap_or_else(|| "another process".to_owned())
}

fn held(database: &Path) -> Option<String> {
    let inode = |suffix: &str| {
        let mut name = database.as_os_str().to_owned();
        name.push(suffix);
        inode_of(&PathBuf::from(name))
    };
    let (shm, main) = (inode("-shm"), inode(""));
    let locks = fs::read_to_string("/proc/locks").ok()?;
    let pid = locks.lines().find_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (["POSIX", _, "WRITE", pid, file, first, ..] | [_, "POSIX", _, "WRITE", pid, file, first, ..]) =
            words.as_slice()
        else {
            return None;
        };
        let file: u64 = file.rsplit(':').next()?.parse().ok()?;
        let is_writer = Some(file) == shm && WAL_LOCKS.contains(&first.parse().ok()?);
        (is_writer || Some(file) == main).then(|| (*pid).to_owned())
    })?;
    let command = fs::read(format!("/proc/{pid}/cmdline")).ok()?;
    let words: Vec<String> = command
        .split(|b| *b == 0)
        .filter(|word| !word.is_empty())
        .take(3)
        .map(|word| String::from_utf8_lossy(word).chars().filter(|c| !c.is_control()).take(60).collect())
        .collect();
    Some(format!("process {pid} ({})", words.join(" ")))
}

#[cfg(unix)]
fn inode_of(path: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).ok().map(|meta| meta.ino())
}

#[cfg(not(unix))]
fn inode_of(_path: &Path) -> Option<u64> {
    None
}

/// Refuses to write where another machine may write at the same time without either knowing.
pub(super) fn refuse_network_filesystem(database: &Path) -> Result<(), LogError> {
    let dir = database.parent().unwrap_or(database);
    let Ok(dir) = dir.canonicalize() else { return Ok(()) };
    let Ok(mounts) = fs::read_to_string("/proc/self/mountinfo") else { return Ok(()) };
    match filesystem_of(&dir, &mounts) {
        Some(kind) if NETWORK.contains(&kind) => Err(LogError::NetworkFilesystem { path: dir, kind: kind.to_owned() }),
        _ => Ok(()),
    }
}

/// The type of the file system the directory lies on: that of the deepest mount point above it, the last if several.
fn filesystem_of<'m>(dir: &Path, mounts: &'m str) -> Option<&'m str> {
    let mounted = mounts.lines().filter_map(|line| {
        let (before, after) = line.split_once(" - ")?;
        let point = before.split(' ').nth(4)?.replace("\\040", " ");
        let depth = Path::new(&point).components().count();
        dir.starts_with(&point).then_some((depth, after.split(' ').next()?))
    });
    mounted.max_by_key(|(depth, _)| *depth).map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
23 22 0:44 / /srv/share rw,relatime - nfs4 server:/export rw
24 23 0:45 / /srv/share/local rw - xfs /dev/sdb1 rw
25 22 0:46 / /home/with\\040space rw - cifs //host/x rw
";

    #[test]
    fn the_deepest_mount_decides_the_file_system() {
        let kind = |dir: &str| filesystem_of(Path::new(dir), MOUNTS).unwrap();
        assert_eq!(kind("/var/lib"), "ext4");
        assert_eq!(kind("/srv/share/store"), "nfs4");
        assert_eq!(kind("/srv/shared"), "ext4");
        assert_eq!(kind("/srv/share/local/store"), "xfs");
        assert_eq!(kind("/home/with space/store"), "cifs");
        assert!(NETWORK.contains(&kind("/srv/share")) && !NETWORK.contains(&kind("/srv/share/local")));
    }
}
