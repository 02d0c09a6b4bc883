/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the numbers of the tables come from: the source column of every parameter row, one string each.
 * All values are as OpenBoneMin (13 Oct 2017) carries them.
 */
#ifndef BM__BODY_BODY_SOURCES_H
#define BM__BODY_BODY_SOURCES_H

#define BM__SRC_PR2010   "Peterson & Riggs, Bone 2010;46:49-63"
#define BM__SRC_ESTROGEN "Riggs et al. 2012 (estrogen extension of Peterson-Riggs); OpenBoneMin model, 13 Oct 2017"
#define BM__SRC_BMD      "Peterson & Riggs 2012, CPT-PSP (PMC3600731)"
#define BM__SRC_OBM      "OpenBoneMin model, 13 Oct 2017"

#endif /* BM__BODY_BODY_SOURCES_H */
