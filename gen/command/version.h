/* The version of the command. It never appears in what is generated: that names its output format.
   */
#ifndef COMMAND_VERSION_H
#define COMMAND_VERSION_H

#define SLOTGEN_VERSION "0.1.0"
#define SLOTGEN_LEAST_PYTHON "3.10"

#endif
