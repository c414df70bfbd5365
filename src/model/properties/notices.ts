// SPDX-License-Identifier: GPL-2.0-only
/** Claims about notices of directories (dnotify). */
import { Address, address_of, objects, range } from 'fdcheck/lang';
import { FDS_MAX, files_struct } from '../include/linux/fdtable.js';
import { dnotify_struct } from '../include/linux/fs.js';

function is_open_there(files: files_struct, filp: Address): boolean {
  return range(0, FDS_MAX).some((fd) => {
    if (fd >= files.fdt.max_fds) return false;
    return address_of(files.fdt.fd[fd]) === filp;
  });
}

/** At the end no notice is left whose descriptor its owner has closed: nobody could ever take it back. */
export function notices_have_descriptors(): boolean {
  return objects<dnotify_struct>().every((dn) => objects<files_struct>().some((files) => address_of(files) === dn.dn_owner && is_open_there(files, dn.dn_filp)));
}
