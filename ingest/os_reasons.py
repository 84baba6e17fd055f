"""Why the operating system refused, in Japanese: its own words are English, or whatever the machine is set to."""

import errno

_REASONS = {
    errno.ENOENT: "見つかりません",
    errno.ENOTDIR: "途中にあるのがフォルダーではなくファイルです",
    errno.EISDIR: "ファイルではなくフォルダーです",
    errno.EEXIST: "同じ名前のものがすでにあります",
    errno.EACCES: "権限がありません",
    errno.EPERM: "権限がありません",
    errno.EROFS: "書き込めない場所です",
    errno.ENOSPC: "空き容量がありません",
    errno.EDQUOT: "割り当てられた容量を使い切りました",
    errno.EFBIG: "ファイルが大きすぎます",
    errno.ENAMETOOLONG: "名前が長すぎます",
    errno.ELOOP: "リンクが循環しています",
    errno.EMFILE: "開いているファイルが多すぎます",
    errno.ENFILE: "開いているファイルが多すぎます",
    errno.EBUSY: "ほかのプログラムが使っています",
    errno.EIO: "ディスクを読み書きできません",
    errno.ESTALE: "共有フォルダーとの接続が切れています",
    errno.ETIMEDOUT: "共有フォルダーから返事がありません",
}


def os_reason(error: OSError) -> str:
    """Return a clause without a full stop; the error's number where it is a rare one, for whoever keeps the machine."""
    if error.errno in _REASONS:
        return _REASONS[error.errno]
    return f"OSのエラー番号{error.errno}" if error.errno is not None else "原因は分かりません"
