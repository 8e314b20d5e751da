"""How much one user may keep in uploads, where the settings say so."""

from typecut.errors import MediaTooLarge
from typecut.store import media, uploads
from typecut.store.database import Transaction
from typecut.studio.service.service import Service


def check(tx: Transaction, service: Service, user_id: str, name: str, size: int) -> None:
    """MediaTooLarge unless the user has room for so many bytes more."""
    quota = service.settings.user_quota
    if quota and size + (used := media.bytes_of(tx, user_id, alone=True)) > quota:
        raise no_room(name, used, quota)


def check_begun(tx: Transaction, service: Service, user_id: str, name: str, size: int) -> None:
    """The same before an upload in pieces; those that are not at their end hold their places."""
    quota = service.settings.user_quota
    if not quota:
        return
    used = media.bytes_of(tx, user_id, alone=True) + uploads.bytes_begun(tx, user_id)
    if size + used > quota:
        raise no_room(name, used, quota)


def no_room(name: str, used: int, quota: int) -> MediaTooLarge:
    taken, size = f"{used / 1e6:g} MB", f"{quota / 1e6:g} MB"
    return MediaTooLarge(
        f"There is no room for {name}: your files take {taken} of the {size} you may keep.",
        hint="Delete sessions that you no longer need, or compress the file.",
        zh=f"存储空间不足，放不下 {name}：上限 {size}，已用 {taken}。请删除不再需要的会话，或压缩文件后重新上传。",
    )
