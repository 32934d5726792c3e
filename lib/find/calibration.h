/* calibration.h: factors of the score's parts; made by tests/accuracy/fit.py, not by hand */
#ifndef DX_FIND_CALIBRATION_H
#define DX_FIND_CALIBRATION_H

/* What it was fitted to: named in the tool record. */
#define DX_CALIBRATION "tuning-even tuning-even3 wordings, 2533 readings"
#define DX_CALIBRATION_MISREAD 0.0012 /* of a recogniser's characters that nothing confirms */
/* The most that is left where a check digit of ten values doesn't hold, in log-odds. */
#define DX_CALIBRATION_FAIL_NAMED -0.20 /* 5 of 7 right */
#define DX_CALIBRATION_FAIL_RECOGNISED -0.69 /* 2 of 2 right */
#define DX_CALIBRATION_FAIL_UNNAMED -3.00 /* 0 of 212 right */

static const struct {
    const char *part;
    double factor;
} dx_calibration[] = {
    {"shape", 1.00},
    {"grouping", 1.00},
    {"plan", 1.37},
    {"structure", 1.17},
    {"context", 1.39},
    {"ocr", 1.12},
    {"checksum", 1.09},
    {"rivals", 1.00},
};
#endif
