/* calibration.h: factors of the score's parts; made by tests/accuracy/fit.py, not by hand */
#ifndef DX_FIND_CALIBRATION_H
#define DX_FIND_CALIBRATION_H

#include "find/rules/score.h"

/* What it was fitted to: named in the tool record. */
#define DX_CALIBRATION "tuning-even tuning-even3 wordings, 2533 readings"
#define DX_CALIBRATION_MISREAD 0.0012 /* of a recogniser's characters that nothing confirms */
/* The most that is left where a check digit of ten values doesn't hold, in log-odds. */
#define DX_CALIBRATION_FAIL_NAMED -0.20 /* 5 of 7 right */
#define DX_CALIBRATION_FAIL_RECOGNISED -0.69 /* 2 of 2 right */
#define DX_CALIBRATION_FAIL_UNNAMED -3.00 /* 0 of 212 right */

/* 0: none was fitted. */
static const double dx_calibration[DX_PART_KINDS] = {
    [DX_PART_SHAPE] = 1.00,
    [DX_PART_GROUPING] = 1.00,
    [DX_PART_PLAN] = 1.37,
    [DX_PART_STRUCTURE] = 1.17,
    [DX_PART_CONTEXT] = 1.39,
    [DX_PART_OCR] = 1.12,
    [DX_PART_CHECKSUM] = 1.09,
    [DX_PART_RIVALS] = 1.00,
};
#endif
